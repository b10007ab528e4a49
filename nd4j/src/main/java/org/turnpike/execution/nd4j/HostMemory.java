package org.turnpike.execution.nd4j;

import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Numbers between Java's arrays and ND4J's; on a GPU they lie on both sides, and must be the newest on the side that is read. */
final class HostMemory {

    private HostMemory() {}

    /** Writes the first numbers of a whole array. */
    static void write(INDArray array, float[] numbers) {
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        indexer(array).put(array.offset(), numbers, 0, numbers.length);
        Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
    }

    static void write(INDArray array, long position, float number) {
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        indexer(array).put(array.offset() + position, number);
        Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
    }

    /** Reads the first numbers of a whole array. */
    static void read(INDArray array, float[] numbers) {
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        indexer(array).get(array.offset(), numbers, 0, numbers.length);
    }

    static float read(INDArray array, long position) {
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        return indexer(array).get(array.offset() + position);
    }

    private static FloatIndexer indexer(INDArray array) {
        return (FloatIndexer) array.data().indexer();
    }
}
