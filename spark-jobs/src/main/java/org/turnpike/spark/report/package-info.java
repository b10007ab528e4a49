/**
 * The report of a run: one HTML file with its key figures and charts, which needs neither network nor server.
 *
 * <p>What is drawn from rows is computed in {@code figure}; the page itself, its script and style are resources beside this
 * package.
 */
package org.turnpike.spark.report;
