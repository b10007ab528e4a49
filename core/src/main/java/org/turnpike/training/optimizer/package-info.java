/** Optimizers of first and second order (Kronecker factors), their settings and states, and the schedules of learning rates. */
package org.turnpike.training.optimizer;
