// The types whose schema checks our payloads. @slack/types knows no chart yet.
import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import type { DataVisualizationBlock } from 'slack-blocks-to-jsx';

export interface ChartBlock extends DataVisualizationBlock {}

export type Everything = {
  block: KnownBlock | ChartBlock;
  modal: ModalView;
  home: HomeView;
};
