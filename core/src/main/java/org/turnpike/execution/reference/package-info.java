/**
 * The specification of what programs mean: float64, scalar, one instruction at a time, plain loops. Every other back-end
 * is tested against it.
 */
package org.turnpike.execution.reference;
