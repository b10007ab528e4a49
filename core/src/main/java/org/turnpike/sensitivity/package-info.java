/**
 * Gradients of Bolza costs through solutions of ODEs, with respect to parameters, initial state, initial and terminal time:
 * exact derivatives of the discrete solver, and the two continuous adjoints.
 */
package org.turnpike.sensitivity;
