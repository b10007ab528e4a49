package org.turnpike.spark.reproduce.images;

import java.util.List;

/**
 * A data set of Table 2.
 *
 * @param job its job file, and its directory among the data
 * @param train name of the training images there
 * @param test likewise
 */
record DataSetFiles(String job, String title, String train, String test) {

    static final DataSetFiles MNIST =
            new DataSetFiles("mnist", "MNIST", "train-images-idx3-ubyte.gz", "t10k-images-idx3-ubyte.gz");
    static final DataSetFiles FASHION = new DataSetFiles(
            "fashion-mnist", "Fashion-MNIST", "train-images-idx3-ubyte.gz", "t10k-images-idx3-ubyte.gz");
    static final DataSetFiles CIFAR = new DataSetFiles("cifar-10", "CIFAR-10", "train", "test");

    /** Settings that name the files in a directory with all data sets. */
    List<String> in(String directory) {
        return List.of(
                "data.train=" + directory + "/" + job + "/" + train, "data.test=" + directory + "/" + job + "/" + test);
    }
}
