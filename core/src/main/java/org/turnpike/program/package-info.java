/**
 * Programs: small pure functions over a batch, as flat lists of instructions in single-assignment form.
 *
 * <p>Everything Turnpike computes is a program. The instruction set is closed under differentiation ({@link
 * org.turnpike.program.Differentiation}), so fields derived from energies, solver steps, adjoints, Lyapunov losses and
 * traces are all obtained by composing and differentiating programs.
 */
package org.turnpike.program;
