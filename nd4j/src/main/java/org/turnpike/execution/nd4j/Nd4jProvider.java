package org.turnpike.execution.nd4j;

import java.util.Optional;
import org.turnpike.execution.Backend;
import org.turnpike.execution.BackendProvider;
import org.turnpike.execution.Device;

/** Brings {@code backend = nd4j}: on the worker's GPU with ND4J's CUDA back-end on the class path, else on the CPU. */
public final class Nd4jProvider implements BackendProvider {

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public Backend create(Optional<Device> device) {
        Nd4jRuntime runtime = Nd4jRuntime.get();
        DeviceChoice.of(device, runtime.isCpu(), runtime.devices()).ifPresent(runtime::useDevice);
        return Nd4jBackend.create();
    }
}
