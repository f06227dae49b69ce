import { openDatabase, readTable } from './server/src/workspace/data/readTable.js';
import {toDataset} from './server/src/language/data/dataset.js';
const c=await openDatabase();
for(let i=0;i<4;i++){const t=performance.now(); const r=await readTable(c,{path:'/tmp/d/big.csv'}); console.log(r.ok&&r.table.rows, (performance.now()-t).toFixed(0));
 if(r.ok){const t=performance.now(); const d=toDataset(r.table,{types:[],place:()=>({from:0,to:0}),inFile:true}); console.log('dataset',(performance.now()-t).toFixed(0), d.dataset?.columns[0]?.kind);} }
console.log(process.memoryUsage().rss/1e6);
