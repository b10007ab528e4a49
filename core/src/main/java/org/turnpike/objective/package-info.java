/**
 * What training minimises: terminal losses and running costs as programs, penalties on the terminal time and the weights in
 * closed form, and the figures that predictions are judged by.
 */
package org.turnpike.objective;
