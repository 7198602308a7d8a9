/** The baseline of the API benchmark: bare Express that parses JSON and answers with it. Prints its port. */
import type { AddressInfo } from 'node:net';
import express from 'express';

const app = express();
app.use(express.json());
const wallet = { walletId: 'wal_00000000000000000000000000', balance: { amountMinor: '0', currency: 'USD' } };
app.get('/echo', (_request, response) => void response.json(wallet));
app.post('/echo', (request, response) => void response.status(201).json(request.body));
const server = app.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
