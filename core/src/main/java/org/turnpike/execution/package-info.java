/**
 * Back-ends: they run programs on tiles of samples. Each chooses its own precision and memory layout; what runs on one
 * runs on all, and every back-end is tested against {@code reference}.
 */
package org.turnpike.execution;
