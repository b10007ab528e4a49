package org.turnpike.execution.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.turnpike.execution.BackendUnavailable;
import org.turnpike.execution.Device;

class DeviceChoiceTest {

    @Test
    void theWorkersDeviceIsTheOneThatSparkNamed() {
        assertThat(DeviceChoice.of(gpu("2"), false, 4)).hasValue(2);
        assertThat(DeviceChoice.of(Optional.empty(), false, 4)).hasValue(0);
    }

    @Test
    void withoutADeviceTheProcessorComputes() {
        assertThat(DeviceChoice.of(Optional.empty(), true, 0)).isEmpty();
    }

    @Test
    void aWorkerWithADeviceNeverFallsBackToTheProcessor() {
        assertThatThrownBy(() -> DeviceChoice.of(gpu("0"), true, 0))
                .isInstanceOf(BackendUnavailable.class)
                .hasMessageContainingAll(
                        "expected ND4J's CUDA back-end for the worker's gpu 0", "found the one for CPUs");
    }

    @Test
    void aDeviceThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> DeviceChoice.of(gpu("3"), false, 2))
                .hasMessageContainingAll("expected CUDA device 3", "found 2 visible", "CUDA_VISIBLE_DEVICES");
        assertThatThrownBy(() -> DeviceChoice.of(gpu("0"), false, 0))
                .hasMessageContainingAll("expected a CUDA device, found none", "nvidia-smi");
    }

    @Test
    void anAddressThatIsNoNumberIsNamed() {
        assertThatThrownBy(() -> DeviceChoice.of(gpu("GPU-5f"), false, 2))
                .hasMessageContainingAll("expected a device's number", "'GPU-5f'", "discoveryScript");
    }

    private static Optional<Device> gpu(String address) {
        return Optional.of(new Device("gpu", address));
    }
}
