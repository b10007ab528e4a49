/**
 * The papers' experiments, repeated: job files are trained by several seeds, and what came of them is written down as a page
 * with tables and pictures.
 */
package org.turnpike.spark.reproduce;
