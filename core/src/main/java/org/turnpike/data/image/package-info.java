/** Images as rows of numbers: their shape, the names of their pixels, how files are decoded, and how copies are varied. */
package org.turnpike.data.image;
