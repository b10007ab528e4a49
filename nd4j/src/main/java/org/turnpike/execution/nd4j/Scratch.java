package org.turnpike.execution.nd4j;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Memory for what a call computes on its way. Calls of a workspace run one after another, so they share it: it is as large as the
 * largest of them needs, and never changes while calls run.
 */
final class Scratch {

    private final LongFunction<INDArray> allocate;
    private final Map<Long, List<Slot>> slots = new HashMap<>();
    private final Map<String, INDArray> constants = new HashMap<>();

    Scratch(LongFunction<INDArray> allocate) {
        this.allocate = allocate;
    }

    /** A call's view of the memory, all of it free at first. */
    Session session() {
        return new Session();
    }

    /** Numbers that are held. */
    long size() {
        return slots.entrySet().stream()
                .mapToLong(entry -> entry.getKey() * entry.getValue().size())
                .sum();
    }

    /** An array that nobody writes to. */
    INDArray constant(double value, long... shape) {
        return constants.computeIfAbsent(value + Arrays.toString(shape), unused -> Operations.filled(value, shape));
    }

    final class Session {
        private final Map<Long, Deque<Slot>> free = new HashMap<>();
        private final Map<Long, Integer> taken = new HashMap<>();

        Slot take(long length) {
            Deque<Slot> returned = free.get(length);
            if (returned != null && !returned.isEmpty()) {
                return returned.pop();
            }
            List<Slot> known = slots.computeIfAbsent(length, unused -> new ArrayList<>());
            int number = taken.merge(length, 1, Integer::sum) - 1;
            if (number == known.size()) {
                known.add(Slot.pooled(allocate.apply(length)));
            }
            Slot slot = known.get(number);
            slot.users = 0;
            return slot;
        }

        void release(Slot slot) {
            if (slot.isPooled()) {
                free.computeIfAbsent(slot.length(), unused -> new ArrayDeque<>())
                        .push(slot);
            }
        }
    }
}
