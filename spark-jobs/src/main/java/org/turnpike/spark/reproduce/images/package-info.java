/** Table 2 of <i>How Deep Do We Need</i>: image classifiers of vanilla and of minimum-time neural ODEs. */
package org.turnpike.spark.reproduce.images;
