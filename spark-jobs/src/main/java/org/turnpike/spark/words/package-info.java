/** Numbers and models in words, the same on the console and in the report. */
package org.turnpike.spark.words;
