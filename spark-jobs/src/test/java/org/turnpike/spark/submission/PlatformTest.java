package org.turnpike.spark.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turnpike.spark.job.Main;

class PlatformTest {
    private static final int CLASS_FILE_OF_JAVA_8 = 52;

    @Test
    void thisOneIsRight() {
        assertThat(Platform.ofThisProcess().complaint()).isEmpty();
    }

    @Test
    void patchReleasesAndNewerJavasAreRightToo() {
        assertThat(platform(21, "4.1.3", "2.13.18").complaint()).isEmpty();
    }

    @Test
    void anOlderJavaIsNamed() {
        assertThat(platform(8, "3.5.1", "2.12.18").complaint())
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("Java: expected Java 17 or newer, found Java 8. Set JAVA_HOME"));
    }

    @Test
    void anotherMinorVersionOfSparkIsNamed() {
        assertThat(platform(17, "4.0.1", "2.13.16").complaint())
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("the spark-submit that was used: expected Spark 4.1, found Spark 4.0.1."));
    }

    @Test
    void anotherScalaIsNamed() {
        assertThat(platform(17, "4.1.0", "2.12.20").complaint())
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("the spark-submit that was used: expected Scala 2.13, found Scala 2.12.20."));
    }

    /** Else an older Java would throw a stack trace at the user before a line of theirs is run. */
    @ParameterizedTest
    @ValueSource(classes = {Main.class, Platform.class})
    void whatComplainsRunsOnJava8(Class<?> type) throws IOException {
        String name = "/" + type.getName().replace('.', '/') + ".class";
        try (DataInputStream stream = new DataInputStream(type.getResourceAsStream(name))) {
            stream.readInt();
            stream.readUnsignedShort();
            assertThat(stream.readUnsignedShort()).isEqualTo(CLASS_FILE_OF_JAVA_8);
        }
    }

    private static Platform platform(int java, String spark, String scala) {
        Properties built = new Properties();
        built.setProperty("spark", "4.1.0");
        built.setProperty("scala", "2.13");
        return new Platform(java, spark, scala, built);
    }
}
