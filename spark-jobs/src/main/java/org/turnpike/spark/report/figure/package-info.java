/**
 * The figures that show what a trained model does with rows: computed here as plain numbers, drawn by the page.
 *
 * <p>Each figure is one class that turns a {@link org.turnpike.spark.report.figure.Subject} into JSON.
 */
package org.turnpike.spark.report.figure;
