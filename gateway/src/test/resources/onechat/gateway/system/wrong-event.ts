import { Client } from 'onechat';

new Client().on('onlin', () => {});
