package org.turnpike.execution.nd4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which of ND4J's natives this processor can run. */
final class Processor {

    private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");

    /** What compilers mean by the AVX-512 of servers, which ND4J's natives of that name are compiled for. */
    private static final List<String> AVX512 = List.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl");

    private Processor() {}

    static boolean isLinuxOnX86() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    /** Names of instruction sets as Linux lists them; empty where it does not. */
    static Set<String> abilities() {
        try (Stream<String> lines = Files.lines(DESCRIPTION)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> Arrays.stream(line.substring(line.indexOf(':') + 1)
                                    .trim()
                                    .toLowerCase(Locale.ROOT)
                                    .split(" "))
                            .collect(Collectors.toSet()))
                    .orElse(Set.of());
        } catch (IOException e) {
            return Set.of();
        }
    }

    /** The natives' extension for a processor with these abilities; empty where none of those that we bring will run. */
    static Optional<String> natives(Set<String> abilities) {
        if (abilities.containsAll(AVX512)) {
            return Optional.of("-onednn-avx512");
        }
        return abilities.contains("avx2") && abilities.contains("fma") ? Optional.of("-onednn-avx2") : Optional.empty();
    }
}
