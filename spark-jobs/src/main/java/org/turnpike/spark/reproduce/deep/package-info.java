/** The experiments of <i>How Deep Do We Need</i> (DEEP), repeated. */
package org.turnpike.spark.reproduce.deep;
