/** The methods of the papers as stages: each has a loss, the times it learns, and when it ends. */
package org.turnpike.training.stage;
