package org.turnpike.execution.choice;

import java.util.Optional;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turnpike.execution.Backend;
import org.turnpike.execution.BackendProvider;
import org.turnpike.execution.BackendUnavailable;
import org.turnpike.execution.Device;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.execution.vector.VectorBackend;

/** Back-ends by the names of the configuration. */
public final class Backends {

    private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

    private static final String ND4J = "nd4j";

    private Backends() {}

    /**
     * @param name {@code auto}, {@code vector}, {@code reference} or {@code nd4j}
     * @param device that the worker has for its own
     * @throws BackendUnavailable where the back-end is not there or cannot run: expected, found, remedy
     */
    public static Backend named(String name, Optional<Device> device) {
        return switch (name) {
            case "reference" -> onProcessor(new ReferenceBackend(), device);
            case "vector" -> onProcessor(VectorBackend.create(), device);
            case "auto" -> automatic(device);
            case ND4J ->
                provider(ND4J)
                        .orElseThrow(() -> new BackendUnavailable(
                                "the jars of turnpike-nd4j on the class path",
                                "none",
                                "Name the back-end where submit/turnpike sees it (--backend nd4j, --set backend=nd4j or"
                                        + " the job file): it then builds and adds them. With plain spark-submit, add"
                                        + " --jars with those of nd4j/target/jars. Or use vector."))
                        .create(device);
            default ->
                throw new IllegalArgumentException(
                        "backend: expected auto, vector, nd4j or reference, found '" + name + "'");
        };
    }

    private static Backend automatic(Optional<Device> device) {
        Optional<BackendProvider> wide = provider(ND4J);
        if (wide.isEmpty()) {
            return onProcessor(VectorBackend.create(), device);
        }
        Backend nd4j = wide.get().create(device);
        return device.isPresent() ? nd4j : new ByWidth(VectorBackend.create(), nd4j);
    }

    private static Backend onProcessor(Backend backend, Optional<Device> device) {
        device.ifPresent(
                unused -> LOG.info("The back-end {} computes on the CPU; {} stays idle.", backend.name(), unused));
        return backend;
    }

    /** Looked for where the application's jars are, which Spark's workers name as the thread's own loader. */
    private static Optional<BackendProvider> provider(String name) {
        return ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(name))
                .findFirst();
    }
}
