/** Tables from CSV files: columns by name, numbers checked one by one, every fault with its line and column. */
package org.turnpike.data.csv;
