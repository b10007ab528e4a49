package org.turnpike.spark.job.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Random;

/** Files of labelled points, as they arrive one after the other in a directory. */
final class StreamFiles {
    private StreamFiles() {}

    /** Points of two clouds; the file's content follows from its number. */
    static String csv(int number, int rows) {
        Random random = new Random(number);
        StringBuilder text = new StringBuilder("x,y,kind\n");
        for (int row = 0; row < rows; row++) {
            boolean left = random.nextBoolean();
            text.append(String.format(
                    Locale.ROOT,
                    "%.4f,%.4f,%s%n",
                    (left ? -1 : 1) + 0.5 * random.nextGaussian(),
                    0.5 * random.nextGaussian(),
                    left ? "left" : "right"));
        }
        return text.toString();
    }

    /** Puts the file there in one step, with a time after those of lower number. */
    static void arrive(Path directory, int number, String text) throws IOException {
        Files.createDirectories(directory);
        Path hidden = Files.writeString(directory.resolve(".arriving-" + number), text);
        Files.setLastModifiedTime(hidden, FileTime.fromMillis(1_600_000_000_000L + 1000L * number));
        Files.move(hidden, directory.resolve(String.format(Locale.ROOT, "part-%05d.csv", number)));
    }
}
