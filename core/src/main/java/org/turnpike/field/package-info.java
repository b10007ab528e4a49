/** Fields: the right-hand sides of neural ODEs, {@code ż = f(t, z, u; θ)}, as programs. */
package org.turnpike.field;
