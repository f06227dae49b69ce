import { buildModel } from '../engine/elaborate/build.js';
import type { ModelSpec } from '../engine/model/specification.js';
import type { TableData } from '../engine/model/dataSpec.js';
import type { DataProblem } from '../language/data/dataset.js';

/**
 * What is too large whatever the images show: a network's weights follow from the size that the file gives them. Said before a folder of images is read,
 * which takes far longer. Grey images make the smallest network.
 */
export function tooLargeForImages(spec: ModelSpec, data: TableData): DataProblem[] {
  if (data.kind !== 'images' || !data.form.size || !spec.networks?.length) return [];
  const shape = [...data.form.size, data.form.channels ?? 1];
  const columns = [
    { name: 'image', kind: 'image' as const, missing: 0, shape },
    { name: 'label', kind: 'categorical' as const, missing: 0, levels: ['0', '1'] },
  ];
  const { problems } = buildModel(spec, { rows: 1, columns });
  return problems.filter(({ code }) => code === 'not-supported');
}
