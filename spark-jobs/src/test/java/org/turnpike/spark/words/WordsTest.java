package org.turnpike.spark.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.source.SourceReader;

/** What people read of models and numbers. */
class WordsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            model.hidden=[16]      | model.output=identity | field MLP 16 (tanh) → 2 classes; 82 parameters
            model.augment=1        | model.hidden=[8, 4]   | state of 3 (1 added as 0) → field MLP 8-4 (tanh) → affine → 2 classes; 91 parameters
            model.input=affine     | model.state=5         | affine → state of 5 → field MLP 16 (tanh) → affine → 2 classes; 208 parameters
            model.hidden=[]        | model.time-dependent=true | field affine that sees t → affine → 2 classes; 14 parameters
            model.field=stable     | model.energy-floor=square | field down the energy square of MLP 16 (tanh) → affine → 2 classes; 71 parameters
            model.field=port-hamiltonian | model.structure=state-dependent | port-Hamiltonian field, state-dependent structure, energy softplus of MLP 16 (tanh) → affine → 2 classes; 221 parameters
            model.field=second-order | model.output=mlp    | second-order field, damped coupling, energy softplus of MLP 16 (tanh) → MLP 16 (tanh) → 2 classes; 132 parameters
            model.speed-bound=2    | model.data-controlled=true | field MLP 16 (tanh) that sees the inputs of speed at most 2 → affine → 2 classes; 120 parameters
            model.time-dependent=true | model.data-controlled=true | field MLP 16 (tanh) that sees t and the inputs → affine → 2 classes; 136 parameters
            """)
    void aModelIsToldFromItsInputsToItsOutputs(String first, String second, String words) {
        JobPlan plan = JobPlan.of(JobFile.defaults(List.of("data.train=moons?n=8", "stages=[vanilla]", first, second)));
        NeuralOde model = plan.newModel(
                new SourceReader(SparkDriver.storage()).read(plan.data().settings()));
        assertThat(ModelWords.architecture(model)).isEqualTo("2 inputs → " + words);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "0.01, 0.01",
        "0.072345, 0.0723",
        "1.99, 1.99",
        "12.3456, 12.35",
        "123.456, 123.5",
        "123456.7, 123457",
        "1.23456e-4, 1.235e-04",
        "-0.5, -0.5",
        "10, 10",
        "9999999.5, 1.000e+07"
    })
    void numbersHaveTheDigitsThatCount(double value, String text) {
        assertThat(Numbers.plain(value)).isEqualTo(text);
    }
}
