package org.turnpike.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.turnpike.data.image.ImageShape;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.Workspace;
import org.turnpike.execution.vector.VectorBackend;
import org.turnpike.field.ConvolutionalField;
import org.turnpike.field.FieldInput;
import org.turnpike.program.Differentiation;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;

/**
 * The field of the image classifiers once, 64 × 6 × 6 with time: alone, and with its vector–Jacobian product by state, time and
 * weights. Two threads of a tile of 64 each are the batch of 128 of {@code torch_mnist.py field}.
 */
@State(Scope.Thread)
@Threads(2)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+UseG1GC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConvolutionalFieldBenchmark {

    private Call forward;
    private Call forwardAndBackward;

    @Setup
    public void prepare() {
        ImageShape state = new ImageShape(64, 6, 6);
        Program field = new ConvolutionalField(state, 32, Set.of(FieldInput.TIME))
                .field(state.size(), 0)
                .program();
        List<String> leaves = new ArrayList<>(field.inputs());
        leaves.addAll(field.parameters());
        Program gradient = Differentiation.vjp(field, field.outputs().keySet(), leaves);

        Backend backend = VectorBackend.create();
        Random random = new Random(1);
        ParameterLayout layout = new ParameterLayout.Builder().add(field).build();
        Parameters parameters = backend.newParameters(layout);
        parameters.set(random.doubles(layout.size(), -0.1, 0.1).toArray());
        Workspace workspace = backend.newWorkspace(parameters);
        Map<String, Buffer> inputs = new LinkedHashMap<>();
        gradient.inputs().forEach(name -> {
            Buffer buffer = workspace.allocate(gradient.inputWidth(name));
            workspace.load(
                    buffer,
                    random.doubles((long) gradient.inputWidth(name) * workspace.tileRows(), -1, 1)
                            .toArray());
            inputs.put(name, buffer);
        });
        forward = workspace.prepare(field, inputs, outputs(field, workspace));
        forwardAndBackward = workspace.prepare(gradient, inputs, outputs(gradient, workspace));
        backend.warmUp();
    }

    private static Map<String, Buffer> outputs(Program program, Workspace workspace) {
        Map<String, Buffer> outputs = new LinkedHashMap<>();
        program.outputs().forEach((name, id) -> {
            if (!program.instruction(id).isShared()) {
                outputs.put(name, workspace.allocate(program.outputWidth(name)));
            }
        });
        return outputs;
    }

    @Benchmark
    public void forward() {
        forward.run();
    }

    @Benchmark
    public void forwardAndBackward() {
        forwardAndBackward.run();
    }
}
