/** Which back-end a name means, and which one {@code auto} takes. */
package org.turnpike.execution.choice;
