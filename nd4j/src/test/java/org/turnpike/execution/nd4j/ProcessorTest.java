package org.turnpike.execution.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessorTest {

    private static final Set<String> SERVER =
            Set.of("sse4_2", "avx2", "fma", "avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl");

    @Test
    void theWidestNativesThatTheProcessorRuns() {
        assertThat(Processor.natives(SERVER)).hasValue("-onednn-avx512");
        assertThat(Processor.natives(Set.of("avx2", "fma", "avx512f"))).hasValue("-onednn-avx2");
        assertThat(Processor.natives(Set.of("sse4_2", "avx"))).isEmpty();
    }

    @Test
    void theChosenNativesAreTheOnesThatAreLoaded() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        assumeTrue(Processor.isLinuxOnX86() && Files.exists(maps));
        assumeTrue(Nd4jRuntime.get().isCpu(), "natives for CPUs");
        String chosen = Processor.natives(Processor.abilities()).orElseThrow();
        assertThat(Files.readAllLines(maps)).anyMatch(line -> line.contains(chosen) && line.contains("libnd4jcpu"));
    }
}
