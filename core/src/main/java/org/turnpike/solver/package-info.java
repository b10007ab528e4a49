/**
 * Solvers of {@code ż = f(t, z)}: Runge–Kutta methods as tableaux, fixed and adaptive steps, dense output.
 *
 * <p>One step is a program, so what a solver computes can be differentiated like anything else; the classes that run steps
 * touch numbers only through programs and a few reads of times and flags. Every sample of a tile has its own time and, with
 * adaptive steps, its own step length, so what a sample's solution is does not depend on its batch.
 */
package org.turnpike.solver;
