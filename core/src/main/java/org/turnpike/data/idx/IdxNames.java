package org.turnpike.data.idx;

import org.turnpike.data.DataError;

/** How the files of an IDX data set are named. */
public final class IdxNames {
    private IdxNames() {}

    /**
     * The name of the labels file that lies beside an images file: in the last part of the path {@code images} becomes
     * {@code labels} and {@code idx3} becomes {@code idx1}.
     *
     * @throws DataError where the last part does not contain {@code images}
     */
    public static String labelsBeside(String imagesFile) {
        int start = imagesFile.lastIndexOf('/') + 1;
        String file = imagesFile.substring(start);
        if (!file.contains("images")) {
            throw new DataError(
                    imagesFile,
                    "an IDX file named like train-images-idx3-ubyte.gz",
                    DataError.quoted(file),
                    "Name the images file; the labels file, with 'labels' for 'images' in its name, lies beside it.");
        }
        return imagesFile.substring(0, start) + file.replace("images", "labels").replace("idx3", "idx1");
    }
}
