package org.turnpike.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.turnpike.field.Initialisation;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Shape;

/** Cuts Deeplearning4j's flat vectors into a layer's parameters: those of the field, and the terminal time where it is learned. */
enum BlockParameters implements ParamInitializer {
    INSTANCE;

    static final String TERMINAL_TIME = "terminalTime";

    @Override
    public long numParams(NeuralNetConfiguration configuration) {
        return numParams(configuration.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        NeuralOdeLayer own = (NeuralOdeLayer) layer;
        return (long) layout(own).size() + (own.learnsTerminalTime() ? 1 : 0);
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        NeuralOdeLayer own = (NeuralOdeLayer) layer;
        List<String> keys = new ArrayList<>(layout(own).entries().keySet());
        if (own.learnsTerminalTime()) {
            keys.add(TERMINAL_TIME);
        }
        return keys;
    }

    /** Matrices, which regularisation takes hold of. */
    @Override
    public List<String> weightKeys(Layer layer) {
        return paramKeys(layer).stream()
                .filter(key -> isWeightParam(layer, key))
                .toList();
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return paramKeys(layer).stream().filter(key -> isBiasParam(layer, key)).toList();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return !key.equals(TERMINAL_TIME)
                && layout((NeuralOdeLayer) layer).entry(key).shape().columns() > 1;
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return !isWeightParam(layer, key);
    }

    @Override
    public Map<String, INDArray> init(
            NeuralNetConfiguration configuration, INDArray parameters, boolean initializeParameters) {
        NeuralOdeLayer layer = (NeuralOdeLayer) configuration.getLayer();
        Map<String, INDArray> views = views(layer, parameters);
        if (initializeParameters) {
            Map<String, Initialisation> starts =
                    layer.block().field().initialisations(Math.toIntExact(layer.getNIn()), 0);
            views.forEach((key, view) -> {
                if (key.equals(TERMINAL_TIME)) {
                    view.assign(layer.terminalTime());
                } else {
                    float[] values = new float[Math.toIntExact(view.length())];
                    starts.get(key).fill(values, 0, values.length, key, configuration.getSeed());
                    view.assign(Nd4j.create(values, view.shape(), 'c').castTo(view.dataType()));
                }
            });
        }
        views.keySet().forEach(configuration::addVariable);
        return views;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration configuration, INDArray gradient) {
        return views((NeuralOdeLayer) configuration.getLayer(), gradient);
    }

    private static Map<String, INDArray> views(NeuralOdeLayer layer, INDArray flat) {
        INDArray vector = flat.reshape(flat.length());
        Map<String, INDArray> views = new LinkedHashMap<>();
        ParameterLayout layout = layout(layer);
        layout.entries().forEach((name, entry) -> {
            Shape.Shared shape = entry.shape();
            views.put(
                    name,
                    vector.get(NDArrayIndex.interval(entry.offset(), entry.offset() + shape.size()))
                            .reshape('c', shape.rows(), shape.columns()));
        });
        if (layer.learnsTerminalTime()) {
            views.put(
                    TERMINAL_TIME,
                    vector.get(NDArrayIndex.interval(layout.size(), layout.size() + 1))
                            .reshape('c', 1, 1));
        }
        return views;
    }

    private static ParameterLayout layout(NeuralOdeLayer layer) {
        int width = Math.toIntExact(layer.getNIn());
        return new ParameterLayout.Builder()
                .add(layer.block().field().field(width, 0).program())
                .build();
    }
}
