/** Images and labels in the IDX format of MNIST and its kin. */
package org.turnpike.data.idx;
