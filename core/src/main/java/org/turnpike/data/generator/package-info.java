/** Made-up problems of the papers as tables, computed from a seed with the same bits on every platform. */
package org.turnpike.data.generator;
