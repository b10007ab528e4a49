/**
 * Programs on ND4J 1.0.0-M2.1 (Apache licence 2.0): convolutions and wide layers on CPUs through oneDNN, everything on GPUs through
 * its CUDA back-end. Every array is float32 and lies sample by sample: {@code [rows][width]}.
 */
package org.turnpike.execution.nd4j;
