import type { KeyTexts } from './keyTextRecord.js';

/** The keys under `data`. */
export const ofData: KeyTexts = {
  source: {
    text: 'The file with the rows, relative to this one.',
    values: 'a path (CSV, TSV, Parquet, JSON, JSON lines; also `.gz`), or a pattern such as `trips/*.csv`',
    example: 'data:\n  source: houses.csv',
    accepts: { type: 'string' },
  },
  query: {
    text: 'SQL over files: its result is the data.',
    values: 'a `SELECT` with file names in single quotes',
    example: `data:\n  query: select * from 'trips.parquet' where fare > 0`,
    accepts: { type: 'string' },
  },
  images: {
    text: 'A folder with a sub-folder of PNG or JPEG files for each class: the columns are `image` and `label`.',
    values: 'a path of a folder',
    example: 'data:\n  images: pets/\n  size: [32, 32]',
    accepts: { type: 'string' },
  },
  size: {
    text: 'Height and width to which images are scaled.',
    values: 'two whole numbers of pixels',
    example: 'data:\n  images: pets/\n  size: [32, 32]',
    accepts: { type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 2, maxItems: 2 },
  },
  channels: {
    text: 'How many numbers each pixel has.',
    values: '1 (grey) or 3 (red, green and blue)',
    example: 'data:\n  images: pets/\n  channels: 1',
    choices: ['1', '3'],
    accepts: { enum: [1, 3] },
  },
  where: {
    text: 'A condition on columns: rows for which it is not true leave the data.',
    values: 'a condition in the language of `model`',
    example: 'data:\n  source: trips.csv\n  where: fare > 0 and distance > 0',
    accepts: { type: 'string' },
  },
  weights: {
    text: 'The column of frequency weights: a row with weight 3 counts as three equal rows.',
    values: 'the name of a column',
    example: 'data:\n  source: trips.csv\n  weights: count',
    accepts: { type: 'string' },
  },
  types: {
    text: 'What columns are to be taken for, where it should not be told from their cells.',
    values: 'a mapping from columns to `category`, `number`, `boolean` or `{ levels: [first, second] }`',
    example: 'data:\n  source: houses.csv\n  types: { year: category }',
    keys: {
      '*': {
        text: 'What this column is to be taken for.',
        values: '`category`, `number`, `boolean` or `{ levels: [first, second] }`',
        example: 'data:\n  source: houses.csv\n  types: { year: category }',
        choices: ['category', 'number', 'boolean', '{ levels: [] }'],
        keys: {
          levels: {
            text: 'The levels of the column in their order: the first is the reference of formulas, and the last of two counts as 1 in an outcome.',
            values: 'a list of levels',
            example: 'data:\n  source: doses.csv\n  types: { dose: { levels: [low, high] } }',
          },
        },
      },
    },
  },
  decimal: {
    text: 'The decimal mark of the file, where it should not be told from its numbers.',
    values: '`"."` or `","`',
    example: 'data:\n  source: prices.csv\n  decimal: ","',
    choices: ['"."', '","'],
    accepts: { enum: ['.', ','] },
  },
  thousands: {
    text: 'The mark between thousands in the numbers of the file.',
    values: '`","`, `"."`, `" "`, `"\'"`, `"_"`, or `""` for none',
    example: 'data:\n  source: prices.csv\n  thousands: "."',
    choices: ['","', '"."', '" "'],
    accepts: { enum: [',', '.', ' ', "'", '_', ''] },
  },
  na: {
    text: 'Cells that stand for a missing value, besides empty ones and the usual marks.',
    values: 'a number, a text, or a list of these',
    example: 'data:\n  source: survey.csv\n  na: [-99, refused]',
  },
};
