/**
 * A neural ODE as a thing to keep: its architecture as plain data, its weights, its terminal time, and what is needed to use
 * it on raw rows; and the files it is kept in.
 */
package org.turnpike.model;
