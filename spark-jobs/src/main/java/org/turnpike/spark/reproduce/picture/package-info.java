/** Pictures for pages: panels with points, lines, arrows and landscapes, as SVG, which needs neither fonts nor a screen. */
package org.turnpike.spark.reproduce.picture;
