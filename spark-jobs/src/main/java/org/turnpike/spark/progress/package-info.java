/** How a stage that trains is watched, and told to a person as it goes. */
package org.turnpike.spark.progress;
