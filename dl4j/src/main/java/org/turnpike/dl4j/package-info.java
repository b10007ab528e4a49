/** A neural ODE as a layer of any Deeplearning4j network. */
package org.turnpike.dl4j;
