package org.turnpike.execution.nd4j;

import java.util.Set;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turnpike.execution.BackendUnavailable;

/**
 * ND4J in this process, loaded once.
 *
 * <p>Tiles run on threads of ours, so the native library gets one thread for each of them: two pools on the same cores stand in
 * each other's way.
 */
final class Nd4jRuntime {

    /** JavaCPP's name of the property by which it chooses among the natives on the class path. */
    static final String EXTENSION_PROPERTY = "org.bytedeco.javacpp.platform.extension";

    private static final Logger LOG = LoggerFactory.getLogger(Nd4jRuntime.class);

    private final NativeOps operations;
    private final Environment environment;
    private final ThreadLocal<Boolean> confined;

    private Nd4jRuntime() {
        chooseNatives();
        environment = Nd4j.getEnvironment();
        operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
        environment.setMaxThreads(1);
        environment.setMaxMasterThreads(1);
        Nd4j.factory().blas().setMaxThreads(1);
        // The collector is called by hand nowhere, and must not run every few seconds because a library asks for it.
        Nd4j.getMemoryManager().togglePeriodicGc(false);
        confined = ThreadLocal.withInitial(() -> {
            operations.setOmpNumThreads(1);
            return true;
        });
        LOG.info(
                "ND4J back-end: {}{}",
                isCpu() ? "CPU" : "CUDA",
                isCpu() ? ", natives " + System.getProperty(EXTENSION_PROPERTY, "as found") : "");
    }

    private static final class Loaded {
        static final Nd4jRuntime RUNTIME = new Nd4jRuntime();
    }

    /** @throws BackendUnavailable where ND4J cannot be loaded, with what to do about it */
    static Nd4jRuntime get() {
        try {
            return Loaded.RUNTIME;
        } catch (LinkageError e) {
            throw isForCuda() ? noCuda(e) : noNatives(e);
        }
    }

    private static BackendUnavailable noCuda(LinkageError e) {
        return new BackendUnavailable(
                "a GPU with NVIDIA's driver for CUDA 11.6 or newer, which ND4J's CUDA back-end on the class path needs",
                "none that it can use: " + rootMessage(e),
                "Run where nvidia-smi shows a device, the driver of the application too; or build without CUDA.",
                e);
    }

    private static BackendUnavailable noNatives(LinkageError e) {
        return new BackendUnavailable(
                "ND4J's native libraries for this system (" + System.getProperty("os.name") + ", "
                        + System.getProperty("os.arch") + ") on the class path",
                "none that load: " + rootMessage(e),
                "Linux on x86-64 with AVX2 needs no more than submit/turnpike brings; elsewhere add nd4j-native with"
                        + " the classifier of the system. Or use the back-end vector.",
                e);
    }

    private static boolean isForCuda() {
        return Nd4jRuntime.class.getClassLoader().getResource("org/nd4j/linalg/jcublas/JCublasBackend.class") != null;
    }

    /** Called on every thread that computes, before it does. */
    void confineThread() {
        confined.get();
    }

    boolean isCpu() {
        return environment.isCPU();
    }

    /** Devices that the CUDA back-end sees; 0 on the CPU. */
    int devices() {
        return isCpu() ? 0 : operations.getAvailableDevices();
    }

    /** Free memory, in bytes, of the device that this thread computes on. */
    long freeDeviceMemory() {
        return operations.getDeviceFreeMemory(Nd4j.getAffinityManager().getDeviceForCurrentThread());
    }

    /** All arrays that this thread makes from now on lie on {@code device}. */
    void useDevice(int device) {
        Nd4j.getAffinityManager().unsafeSetDevice(device);
    }

    private static void chooseNatives() {
        if (System.getProperty(EXTENSION_PROPERTY) == null && Processor.isLinuxOnX86()) {
            Set<String> abilities = Processor.abilities();
            Processor.natives(abilities).ifPresent(chosen -> System.setProperty(EXTENSION_PROPERTY, chosen));
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }
}
