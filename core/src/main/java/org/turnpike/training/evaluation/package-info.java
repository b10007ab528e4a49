/** What a model does on rows: losses and accuracies, predictions, samples, certified convergence rates, audits of solutions. */
package org.turnpike.training.evaluation;
