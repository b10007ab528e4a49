package org.turnpike.dl4j;

import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.turnpike.execution.Backend;
import org.turnpike.execution.choice.Backends;
import org.turnpike.execution.reference.ReferenceBackend;

/** What {@link NeuralOdeLayer} becomes in a network. */
final class OdeBlockLayer extends BaseLayer<NeuralOdeLayer> {

    private static final long serialVersionUID = 1;

    private static final int DOUBLE_TILE_ROWS = 16;

    private transient BlockSolver solver;

    OdeBlockLayer(NeuralNetConfiguration configuration, DataType dataType) {
        super(configuration, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        applyDropOutIfNecessary(training, workspaces);
        double[] terminal = solver().solve(numbers(input), terminalTime());
        return filled(workspaces, ArrayType.ACTIVATIONS, terminal);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        BlockSolver.Cotangents found = solver().transpose(numbers(input), numbers(epsilon), terminalTime());
        Gradient gradient = new DefaultGradient(gradientsFlattened);
        int offset = 0;
        for (String key : conf().variables()) {
            INDArray view = gradientViews.get(key);
            double[] values = key.equals(BlockParameters.TERMINAL_TIME)
                    ? new double[] {found.terminalTime()}
                    : Arrays.copyOfRange(found.parameters(), offset, offset + Math.toIntExact(view.length()));
            offset += values.length;
            view.assign(array(values, view.shape()));
            gradient.setGradientFor(key, view);
        }
        INDArray ofInput = filled(workspaces, ArrayType.ACTIVATION_GRAD, found.states());
        return new Pair<>(gradient, backpropDropOutIfPresent(ofInput));
    }

    /** Brings a learned terminal time back between its bounds. */
    @Override
    public void applyConstraints(int iteration, int epoch) {
        super.applyConstraints(iteration, epoch);
        NeuralOdeLayer settings = layerConf();
        if (settings.learnsTerminalTime()) {
            INDArray time = params.get(BlockParameters.TERMINAL_TIME);
            time.assign(Math.max(settings.lower(), Math.min(settings.upper(), time.getDouble(0))));
        }
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    private double terminalTime() {
        NeuralOdeLayer settings = layerConf();
        return settings.learnsTerminalTime()
                ? params.get(BlockParameters.TERMINAL_TIME).getDouble(0)
                : settings.terminalTime();
    }

    /** With the parameters of now. */
    private BlockSolver solver() {
        if (solver == null) {
            Backend backend = dataType == DataType.DOUBLE
                    ? new ReferenceBackend(DOUBLE_TILE_ROWS)
                    : Backends.named(layerConf().backend(), Optional.empty());
            solver = new BlockSolver(
                    layerConf().block(), Math.toIntExact(layerConf().getNIn()), backend);
        }
        solver.parameters(numbers(paramsFlattened));
        return solver;
    }

    /** Row by row, whatever view the array is. */
    private static double[] numbers(INDArray array) {
        return array.dup('c').data().asDouble();
    }

    private INDArray filled(LayerWorkspaceMgr workspaces, ArrayType type, double[] values) {
        INDArray result = workspaces.createUninitialized(type, dataType, input.shape(), 'c');
        result.assign(array(values, input.shape()));
        return result;
    }

    private INDArray array(double[] values, long[] shape) {
        return Nd4j.createFromArray(values).reshape('c', shape).castTo(dataType);
    }
}
