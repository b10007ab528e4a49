package org.turnpike.spark.stream;

import java.util.List;
import java.util.OptionalLong;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.storage.Storage;

/**
 * Spark's own record of which rows belong to which micro-batch ({@code offsets}), and which of these are done ({@code commits}).
 * Spark runs the last one again that is not done, with the same rows. What was learned is told by our checkpoint, so the two
 * are brought together before a stream starts.
 *
 * @param location that Spark is given as the checkpoint location of the query
 */
public record StreamLog(Storage storage, String location) {

    /**
     * Makes sure that the stream goes on just after the micro-batch {@code learned}.
     *
     * @param learned the last one in the state that training goes on from; empty where it begins
     * @throws UserError where that is not possible
     */
    public void goOnAfter(OptionalLong learned) {
        if (learned.isEmpty()) {
            storage.delete(location);
            return;
        }
        long last = learned.getAsLong();
        List<Long> offsets = numbers("offsets");
        if (offsets.isEmpty() || offsets.get(0) > last + 1 || offsets.get(offsets.size() - 1) < last) {
            throw new UserError(
                    ExitCode.DATA,
                    "Spark's record of micro-batch " + last + ", the last one that the checkpoint has learned from",
                    offsets.isEmpty() ? "none" : "only of " + offsets.get(0) + " to " + offsets.get(offsets.size() - 1),
                    location + "/offsets",
                    "Restore the directory, or add --restart to begin anew with the stream's first rows.");
        }
        // after a damaged checkpoint: Spark is to run the micro-batch again that the one before has not learned from
        numbers("commits").stream().filter(done -> done > last).forEach(done -> remove("commits/", done.toString()));
        offsets.stream()
                .filter(planned -> planned > last + 1)
                .forEach(planned -> remove("offsets/", planned.toString()));
        forgetUnplannedFiles(Math.min(offsets.get(offsets.size() - 1), last + 1));
    }

    /**
     * A source of files notes which ones it has seen before Spark plans a micro-batch of them. Killed between the two, Spark would
     * put these files and the next ones into one micro-batch: nothing would be lost, but the updates would be others.
     *
     * @param planned the last micro-batch that is planned
     */
    private void forgetUnplannedFiles(long planned) {
        List<String> ends = SeenFiles.ends(storage, location + "/offsets/" + planned);
        for (int source = 0; source < ends.size(); source++) {
            String log = "sources/" + source + "/";
            List<String> names = storage.list(location + "/" + log);
            SeenFiles.after(ends.get(source), names).forEach(name -> remove(log, name));
        }
    }

    private void remove(String log, String name) {
        storage.delete(location + "/" + log + name);
        // the local file system's checksum of the file: a new file under the name must not be held against it
        storage.delete(location + "/" + log + "." + name + ".crc");
    }

    private List<Long> numbers(String log) {
        return storage.list(location + "/" + log).stream()
                .filter(name -> name.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .sorted()
                .toList();
    }
}
