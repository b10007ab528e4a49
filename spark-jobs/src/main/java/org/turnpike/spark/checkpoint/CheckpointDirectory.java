package org.turnpike.spark.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.storage.Storage;

/**
 * The checkpoints of a run, those of each stage in a directory of their own: {@code checkpoints/1-minimum-time/}. Every file is
 * written whole or not at all, and tells by itself whether it is whole.
 *
 * @param location of all checkpoints of the run
 */
public record CheckpointDirectory(Storage storage, String location) {
    private static final String PREFIX = "iteration-";
    private static final String SUFFIX = ".safetensors";

    /**
     * Writes a checkpoint, then removes older ones of its stage.
     *
     * @param keep how many stay, the new one among them
     * @throws UserError with exit code 5 where it cannot be written; those before it are then still there
     */
    public void write(Identity identity, Snapshot snapshot, int keep) {
        String name =
                PREFIX + String.format(Locale.ROOT, "%012d", snapshot.state().iterations()) + SUFFIX;
        TensorFile file = CheckpointFile.of(identity, snapshot);
        String directory = place(identity.directory());
        storage.write(directory + "/" + name, file::write);
        List<String> names = names(directory);
        names.stream().skip(keep).forEach(old -> storage.delete(directory + "/" + old));
    }

    /** The names of the stages' directories that there are. */
    public List<String> stages() {
        return storage.list(location);
    }

    /**
     * The newest checkpoint in a stage's directory that is whole.
     *
     * @param warn told of each damaged one that is passed over
     */
    public Optional<Checkpoint> latest(String stage, Consumer<String> warn) {
        for (String name : names(place(stage))) {
            String file = place(stage) + "/" + name;
            try (InputStream stream = storage.open(file)) {
                return Optional.of(CheckpointFile.read(stream, storage.length(file), file));
            } catch (DamagedFile e) {
                warn.accept(file + " is damaged: " + e.getMessage()
                        + ". The checkpoint before it is used, if there is one.");
            } catch (IOException e) {
                throw storage.unreadable(file, e);
            }
        }
        return Optional.empty();
    }

    /** Removes what a process that was killed while it wrote has left of a stage. */
    public void removeTemporaries(String stage) {
        storage.removeTemporaries(place(stage));
    }

    /** Removes the checkpoints of a stage. */
    public void remove(String stage) {
        storage.delete(place(stage));
        if (storage.list(location).isEmpty()) {
            storage.delete(location);
        }
    }

    /** Removes all. */
    public void removeAll() {
        storage.delete(location);
    }

    private String place(String name) {
        return location + "/" + name;
    }

    /** The newest first. */
    private List<String> names(String directory) {
        List<String> names = new ArrayList<>(storage.list(directory));
        names.removeIf(name -> !name.startsWith(PREFIX) || !name.endsWith(SUFFIX));
        Collections.reverse(names);
        return names;
    }
}
