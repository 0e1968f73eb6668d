package qingyuan.analysis;

import java.util.Map;

import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;
import org.wltea.analyzer.lucene.IKTokenizer;

/** IK's readers of Chinese words, as the plugin that operators may install names them. */
public class IkWordsPlugin extends Plugin implements AnalysisPlugin {

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of("ik_max_word", reader(false), "ik_smart", reader(true));
    }

    private static AnalysisProvider<TokenizerFactory> reader(boolean coarse) {
        return (index, environment, name, settings) -> TokenizerFactory.newFactory(name, () -> new IKTokenizer(coarse));
    }
}
