package org.turnpike.execution.nd4j;

import java.util.Optional;
import java.util.OptionalInt;
import org.turnpike.execution.BackendUnavailable;
import org.turnpike.execution.Device;

/**
 * The device that a worker computes on, by the address that Spark gave to it. A worker that is meant to have a GPU and has none never
 * computes on the CPU instead: it would hold up all the others, and nobody would know why.
 */
final class DeviceChoice {

    private DeviceChoice() {}

    /**
     * @param asked the worker's device; empty where Spark was asked for none
     * @param cpu whether ND4J's back-end is the one for CPUs
     * @param devices that the CUDA back-end sees
     * @return the device's number; empty on the CPU
     * @throws BackendUnavailable where there is no such device: expected, found, remedy
     */
    static OptionalInt of(Optional<Device> asked, boolean cpu, int devices) {
        if (cpu) {
            asked.ifPresent(DeviceChoice::refuseProcessor);
            return OptionalInt.empty();
        }
        if (devices == 0) {
            throw new BackendUnavailable(
                    "a CUDA device",
                    "none that the driver offers to this process",
                    "Run where a GPU is visible (nvidia-smi, CUDA_VISIBLE_DEVICES), or build without -Pcuda.");
        }
        int number = asked.map(DeviceChoice::number).orElse(0);
        if (number >= devices) {
            throw new BackendUnavailable(
                    "CUDA device " + number + ", which Spark gave to this worker",
                    devices + " visible to it, counted from 0",
                    "Let the worker see every device that Spark knows of (CUDA_VISIBLE_DEVICES), or correct"
                            + " spark.executor.resource.gpu.discoveryScript.");
        }
        return OptionalInt.of(number);
    }

    private static void refuseProcessor(Device device) {
        throw new BackendUnavailable(
                "ND4J's CUDA back-end for the worker's " + device,
                "the one for CPUs on the class path",
                "Build with CUDA (TURNPIKE_ND4J=cuda submit/turnpike …), or do not ask Spark for GPUs.");
    }

    private static int number(Device device) {
        try {
            return Integer.parseUnsignedInt(device.address());
        } catch (NumberFormatException e) {
            throw new BackendUnavailable(
                    "a device's number as its address",
                    "'" + device.address() + "'",
                    "Let spark.executor.resource.gpu.discoveryScript print numbers.",
                    e);
        }
    }
}
